"""The names that HTML, and the systems behind Chinese government sites, give to parts of a page.

Ids and classes are written as ``govreport.readers.html.tree.names`` folds them: in small letters,
without ``-`` and ``_``. To teach the reader a site, add its names here.
"""

from __future__ import annotations

__all__ = [
    "BLOCK",
    "CONTAINERS",
    "FIELDS",
    "FRAME",
    "FRAME_ROLES",
    "FRAME_TAGS",
    "HOSTS",
    "OBJECTS",
    "TITLES",
    "UNSHOWN",
    "VAGUE",
]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: Elements that begin and end a line of their own.
BLOCK = _words(
    """
    address article aside blockquote body caption center dd details dialog dir div dl dt
    fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr html legend li main menu
    nav ol p pre section summary table tbody td tfoot th thead tr ucapcontent ul xmp listing
    """
)
#: Elements whose content is no text of the page.
UNSHOWN = _words(
    """
    annotation applet area audio base button canvas datalist embed frame frameset head iframe input
    link map meta noembed noframes noscript object option param progress rp rt rtc script select
    style svg template textarea title video xml
    """
)
#: Those of them that hold a value, and those that show something else than text.
FIELDS = _words("input select textarea")
OBJECTS = _words("applet audio canvas embed iframe object svg video")
#: What an article's element may be; a data table's own parts are none.
HOSTS = _words(
    """
    article blockquote body center dd div dl fieldset font form li main section span td
    ucapcontent
    """
)
#: Ids and classes that hold articles, as ``names`` folds them.
CONTAINERS = _words(
    """
    ucapcontent trseditor trsueditor trsuedit trspaperdefault zoom fontzoom article
    articlecontent articlecon articlebox articlemain articlebody artibody articleinfo
    articletext content contentbox contentbody contenttext contentmain contentcon contentnr
    maincontent maintext pagescontent pagecontent con cont contxt concon contentp txt text
    textcontent mycontent main view viewcontent detail details detailcontent detailcon detailbox
    detailtext xxgk xxgkcontent xxgkdetail xxgkcon govcontent vsbcontent vnewscontent
    wparticlecontent entry news newscontent newstext newscon newsbody infocontent infocon
    infotext customunionstyle zhengwen zw zwcontent nr neirong ewbarticleinfo btcontent
    jfontcontent scrollcontent printcontent printarea barrierfree tablecontent gkcontent gknr
    wzcon wznr
    """
)
#: Those of them that sites also give to what holds the article and more.
VAGUE = _words(
    """
    main content con cont view text txt nr detail details news newscon infocontent contentbox
    contentmain contentcon maincontent detailbox pagecontent articlebox articlemain xxgk xxgkcon
    entry
    """
)
#: Ids and classes of what surrounds an article.
FRAME = _words(
    """
    header pageheader siteheader top topbar toplink headtop footer foot pagefooter sitefooter
    nav navbar navigation mainnav subnav topnav menu mainmenu leftmenu breadcrumb breadcrumbs
    bread crumb crumbs position curposition curpos dqwz dangqian location weizhi wz mbx
    mianbaoxie share sharebox socialshare bdsharebuttonbox bdshare bdsharebutton fenxiang
    jiathis print dayin toolbar tools fontsize fontset zihao qrcode ewm erweima saoyisao sidebar
    side related relatednews relateread xgwz xgyd xgwd hot hotnews search searchbox login
    copyright friendlink friendlinks links yqlj banner prevnext pagination pager wzafloat wza
    backtop gotop float slhelp skipnav advertisement
    """
)
FRAME_TAGS = _words(
    """
    nav footer aside
    """
)
FRAME_ROLES = _words(
    """
    navigation banner contentinfo search complementary
    """
)
#: Ids and classes of a page's title, as ``names`` folds them.
TITLES = _words(
    """
    title articletitle arttitle contenttitle newstitle detailtitle contitle pagetitle biaoti bt
    titlebox xxgktitle zwtitle infotitle maintitle tit ewbarticletit
    """
)
