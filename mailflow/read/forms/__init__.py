"""Where each answer of a form stands on the page."""
