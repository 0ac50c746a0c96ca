"""OFD (GB/T 33190-2016): the fixed-layout format of Chinese offices and invoices."""

from govreport.readers.filetype import FileType, Said

__all__ = ["FILE_TYPES"]

FILE_TYPES = (
    FileType(
        id="ofd",
        name=Said("OFD（.ofd）", "an OFD document"),
        endings=("ofd",),
        reader="govreport.readers.ofd.reader",
        pictures=True,
        parts=("OFD.xml",),
    ),
)
