"""The smaller values of a form, a grammar each, and what every grammar answers."""
