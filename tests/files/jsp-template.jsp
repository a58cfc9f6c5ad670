<%@page contentType="text/html;charset=gbk"%>
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
