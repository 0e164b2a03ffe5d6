"""Renders the Markdown of notes as HTML that is safe to show: no script, no style, no picture, no form."""

import nh3
from markdown_it import MarkdownIt

_MARKDOWN = MarkdownIt("commonmark", {"html": False, "typographer": False}).enable("table").disable("image")
_TAGS = {
    *("p", "br", "hr", "em", "strong", "code", "pre", "blockquote", "ul", "ol", "li", "a"),
    *("h1", "h2", "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td"),
}
_ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}


def rendered(body: object) -> str:
    r"""The HTML of a note's body. Raw HTML is shown as text; links lead to http, https and mailto alone.

    >>> rendered("**نادرست** <script>alert(1)</script> [x](javascript:alert(1))")
    '<p><strong>نادرست</strong> &lt;script&gt;alert(1)&lt;/script&gt; [x](javascript:alert(1))</p>\n'
    """
    return nh3.clean(
        _MARKDOWN.render(str(body)),
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
        link_rel="nofollow noopener noreferrer",
    )
