"""Word 97–2003 (.doc): the binary format of [MS-DOC]."""
