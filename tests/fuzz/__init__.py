"""Inputs that nobody would send by accident: ``python -m tests.fuzz``.

Every input that comes from outside has a target here (`targets`): what valid ones look like,
how they are spoiled, and how the program reads them. Each input has to end in a valid result or in an error
of a type that the caller handles, within two seconds of processor time and one gigabyte. Readers run in a
process of their own with limits (`child`), so a crash of a decoder is a finding and not the end.

An input is made from the seed, the name of its target and its number alone: ``python -m tests.fuzz --one
photo:7`` makes and reads one again.
"""
