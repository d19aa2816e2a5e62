"""The organisation's rules, in the order they are asked.

Each is a module of its own: its name is the rule's name and its text's name (``templates/rules/<name>.txt``). To add
a rule, write the module and its text, import it here and put it in the tuple. To drop one, take it out.
"""

from . import lead_time, required_roles

RULES = (required_roles, lead_time)
