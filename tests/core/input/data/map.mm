<map version="1.0.1">
<node TEXT="Links"><node LINK="https://a.example/1" TEXT="One"/>
<node LINK="https://a.example/2?x=1&amp;y=2" TEXT="Two"/></node>
</map>