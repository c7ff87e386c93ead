"""All SQL of the domain practice. The statements of an attempt run on the driver: they are the hottest there are.

The driver gives JSON as objects, and takes it as text.
"""
