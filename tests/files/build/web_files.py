"""Web pages, and templates of web pages."""

from __future__ import annotations

import base64
from collections.abc import Callable

_STYLE = "<style>.red{color:red}</style><script>var 甲方 = 1;</script>"


def html_template() -> bytes:
    """A page with a form, blanks, hidden and struck text, and the site's own links."""
    return f"""<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>模板</title>{_STYLE}</head><body>
<nav><a href="/">首页</a> <a href="/login">登录</a></nav>
<h1>联合营销协议</h1>
<p>甲方：{{{{client}}}}<br>乙方：<input type="text" value="远帆公司"></p>
<p>联系
电话：<input type="tel"> 合作方式：<input type="radio" checked>独家 <input type="radio">非独家</p>
<p>活动预算<u>&nbsp;&nbsp;&nbsp;</u>元，<del>甲方承担全部</del>双方各承担<span style="display: none">秘密</span>
一半。<br>第二条 素材归甲方所有。</p>
<select><option>按月结算</option><option selected>按季结算</option></select>
<img src="logo.png" width="80" height="40"><img src="annex.png" width="900" height="1200">
<footer><a href="/about">关于我们</a></footer>
</body></html>""".encode()


def jsp_template() -> bytes:
    """A page of a Java server in GBK, which says that it is in ISO-8859-1 too."""
    return """<%@page contentType="text/html;charset=gbk"%>
<%-- 内部说明 --%>
<% String name = request.getParameter("name"); %>
<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312"></head><body>
<div class="t">推广服务协议</div>
<div>甲方：<%=name%><br>
<br>
　　乙方：<bean:write name="shop" property="title"/><br>
<br>
1. 服务内容<br>
1.1 乙方为甲方推广商品。
1.2 甲方按 ${rate} 支付佣金；<br>
(a) 每月结算；<br>
(b) 逾期付款的，<br>乙方可以暂停推广。</div>
</body></html>
<Script>document.title='<%=name%>'</Script>
""".encode("gbk")


def html_lists_and_tables() -> bytes:
    """Numbers that only the browser shows; a table of figures, and one that merely arranges the page."""
    return b"""<html><body>
<ol type="I"><li>Services<ol type="a" start="2"><li>Listing</li><li value="5">Ads</li></ol></li><li>Fees</li></ol>
<ol style="list-style-type: cjk-ideographic"><li>\xe6\x9c\x9f\xe9\x99\x90</li><li>2.1 Renewal</li></ol>
<ol reversed><li>Two</li><li>One</li></ol>
<ul><li>Reports</li></ul>
<table><tr><th rowspan="2">Tier</th><th colspan="2">Rate</th></tr><tr><td>EU</td><td>US</td></tr>
<tr><td>One</td><td>5&nbsp;%</td><td>4&nbsp;%</td></tr></table>
<table><tr><td><h2>Term</h2><p>One year.</p></td></tr></table>
<pre>Party A signs here.
Party B signs there.</pre>
</body></html>"""


def word_page() -> bytes:
    """A page that Word saved as a web archive, by the name of a Word file."""
    page = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head>
<!--[if gte mso 9]><xml><w:WordDocument><w:View>Print</w:View></w:WordDocument></xml><![endif]--></head><body>
<p class=MsoNormal>代运营合同<o:p></o:p></p>
<p class=MsoListParagraph><![if !supportLists]><span>1.<span>&nbsp;&nbsp;
</span></span><![endif]>乙方运营甲方的店铺。</p>
<p class=MsoNormal>甲方同意<ruby>支付<rt>zhīfù</rt></ruby>服务费。</p></body></html>"""
    body = base64.encodebytes(page.encode("gb18030")).decode()
    head = 'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="=_NextPart"\n\n--=_NextPart\n'
    part = 'Content-Type: text/html; charset="gb2312"\nContent-Transfer-Encoding: base64\n\n'
    return f"{head}{part}{body}--=_NextPart--\n".encode()


FILES: dict[str, Callable[[], bytes]] = {
    "html-template.html": html_template,
    "jsp-template.jsp": jsp_template,
    "html-lists-and-tables.html": html_lists_and_tables,
    "web-archive.doc": word_page,
}
