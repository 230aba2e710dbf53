"""How many people open a form, begin with it and send it: plain counters, nothing about anybody."""
