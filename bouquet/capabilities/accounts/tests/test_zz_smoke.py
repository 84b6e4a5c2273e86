import pytest, re
from django.test import Client
from urllib.parse import urlsplit
from django.core import mail
from bouquet.capabilities.accounts.models import *
from django.conf import settings
AH="compte.m6.localhost"; B="wideo.m6.localhost"
class Browser:
    def __init__(s): s.c={}
    def at(s,host): return s.c.setdefault(host,Client(HTTP_HOST=f"{host}:{settings.BOUQUET_PORT}"))
    def get(s,url,follow=True):
        n=0
        while True:
            p=urlsplit(url); r=s.at(p.hostname).get(p.path+("?"+p.query if p.query else ""))
            print(r.status_code,url)
            if follow and r.status_code in(301,302):
                from urllib.parse import urljoin
                url=urljoin(url,r.headers["Location"]); n+=1; assert n<20; continue
            r.url_=url
            return r
    def post(s,url,data):
        p=urlsplit(url); r=s.at(p.hostname).post(p.path,data); print(r.status_code,"POST",url)
        if r.status_code==302:
            from urllib.parse import urljoin
            return s.get(urljoin(url,r.headers["Location"]))
        r.url_=url
        return r
def A(h,p): return f"http://{h}:{settings.BOUQUET_PORT}{p}"
def test_flow(db):
    b=Browser()
    r=b.get(A(B,"/connexion/?next=/membres/ines/")); assert r.status_code==200, r
    r=b.get(A(B,"/inscription/")); assert r.status_code==200
    r=b.post(A(AH,"/inscription/"),dict(email="ines@x.fr",username="Ines",display_name="Inès",birth_date="1990-01-01",password1="motdepasse!1",next=A(B,"/membres/ines/")))
    open("/tmp/accounts/x.html","w").write(r.content.decode())
    print(r.url_); print(mail.outbox[0].subject, mail.outbox[0].body)
    code=mail.outbox[0].subject.split()[0]
    r=b.post(r.url_.split("?")[0],dict(code=code,next=A(B,"/membres/ines/")))
    print(r.url_,r.status_code); assert r.status_code==200
    for u in ["/reglages/profil/","/reglages/abonnes/","/reglages/confidentialite/","/reglages/e-mail/","/reglages/mot-de-passe/","/reglages/securite/","/reglages/appareils/","/reglages/donnees/","/reglages/securite/application/"]:
        assert b.get(A(AH,u)).status_code==200,u
    r=b.post(A(B,"/deconnexion/"),{}); print(r.url_)
    r=b.get(A(AH,"/reglages/profil/")); print(r.url_)
