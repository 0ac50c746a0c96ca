"""Valid files of every format, damaged by the thousand, in processes that are watched.

    make fuzz                                   # 10,000 of each format
    python -m fuzz --count 500 docx pdf         # fewer, of some
    python -m fuzz docx --seed 1234 -o a.docx   # one again, kept

What must come of each: a report, a document that is none, or an error of ours, in ten seconds and
500 MB; no other exception, no crash.
"""
