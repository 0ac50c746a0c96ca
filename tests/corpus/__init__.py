"""Any folder of files, each read in a process that is watched.

    make corpus DIR=files                          # a table of what came of them
    python -m corpus files --out outcomes.jsonl    # a line for each file besides

For each file: what came of it (a report, no report, an error of ours and its code, anything else),
how long it took and what memory; and its text beside what another program reads of it, word by
word. What is missing is put down to the notice that tells of it; the rest is a fault.
"""
