"""A batch under fire: killed, out of disk, of memory and of its rights, and gone on with.

    make fire                            # all of it, a hundred kills: half an hour
    python -m fire kills --count 20      # one, shorter

Each ends with a row for each file, in a store that is what it would have been undisturbed.
"""
