"""The configuration of an nginx that stands in front: it serves static and media files by itself, checks the signatures
of private ones, and passes everything else to the live process. docs/operating/nginx.md.
"""

from __future__ import annotations

from django.conf import settings

from bouquet.foundation.brands.current import network
from bouquet.foundation.brands.guests import guest_sites
from bouquet.foundation.live.media import KINDS
from bouquet.foundation.live.signing import media_secret

_PART = "[A-Za-z0-9_-][A-Za-z0-9._-]*"
_KEY = f"{_PART}(?:/{_PART})*"

_MAIN = """\
# Made by `bin/manage nginx_conf`. It holds a secret: keep it readable by root and nginx only.
%(user)sworker_processes auto;
pid %(run)s/nginx.pid;
error_log %(run)s/nginx.error.log warn;

# Every open tab keeps a connection, and nginx another to the live door.
worker_rlimit_nofile 70000;
events {
    worker_connections 32768;
}

http {
    access_log off;
    server_tokens off;
    sendfile on;
    tcp_nopush on;
    keepalive_requests 10000;
    client_body_temp_path %(run)s/nginx-body;
    proxy_temp_path %(run)s/nginx-proxy;
    fastcgi_temp_path %(run)s/nginx-unused;
    uwsgi_temp_path %(run)s/nginx-unused;
    scgi_temp_path %(run)s/nginx-unused;
    # Segments are opened once, not for every viewer; public ones never change.
    open_file_cache max=20000 inactive=60s;
    open_file_cache_valid 30s;
    default_type application/octet-stream;

    upstream bouquet_live {
        server 127.0.0.1:%(port)d;
        keepalive 64;
    }

    # Anything that is not in the short list of types is a download, and so is what is asked for as one.
    map $uri $bouquet_undisplayed {
        default "attachment";
        "~*\\.(?:%(suffixes)s)$" "";
    }
    map $arg_download $bouquet_disposition {
        default $bouquet_undisplayed;
        "~^(?<bouquet_name>[A-Za-z0-9%%._~!-]+)$" "attachment; filename*=UTF-8''$bouquet_name";
    }
    map $uri $bouquet_keep {
        default "public, max-age=0, must-revalidate";
        "~\\.[0-9a-f]{12}\\.[A-Za-z0-9.]+$" "public, max-age=31536000, immutable";
    }

    # A host nobody configured (RFC 9110 §15.5.20).
    server {
        %(listen_default)s
        server_name _;
        return 421;
    }
%(redirect)s
    server {
        %(listen)s
        server_name %(hosts)s;
        client_max_body_size 64m;

        location ^~ /static/ {
            alias %(static)s/;
            types {
                text/css css;
                text/javascript js mjs;
                application/json json map;
                application/manifest+json webmanifest;
                image/svg+xml svg;
                image/png png;
                image/webp webp;
                image/jpeg jpg jpeg;
                image/x-icon ico;
                font/woff2 woff2;
                text/plain txt;
                text/vtt vtt;
                video/mp4 mp4;
                application/wasm wasm;
            }
            charset utf-8;
            charset_types text/css text/javascript text/plain text/vtt;
            gzip on;
            gzip_vary on;
            gzip_comp_level 6;
            gzip_min_length 512;
            gzip_types text/css text/javascript application/json application/manifest+json image/svg+xml text/plain;
            add_header Cache-Control $bouquet_keep;
            add_header Access-Control-Allow-Origin "*";
            add_header X-Content-Type-Options nosniff always;
        }
%(media)s
        # Uploads are written as they arrive; nothing is held back here.
        location /uploads/ {
            client_max_body_size 0;
            proxy_request_buffering off;
            proxy_read_timeout 1h;
            proxy_send_timeout 1h;
            %(pass)s
        }

        location / {
            proxy_read_timeout 75s;
            %(pass)s
        }
    }
}
"""

_HAND_OVER = """proxy_pass http://bouquet_live;
            proxy_http_version 1.1;
            proxy_set_header Connection "";
            proxy_set_header Host $http_host;
            # Exactly one address: whatever the visitor claims to be is dropped.
            proxy_set_header X-Forwarded-For $remote_addr;
            proxy_set_header X-Forwarded-Proto $scheme;
            proxy_set_header X-Forwarded-Host "";
            proxy_set_header X-Real-IP "";
            proxy_set_header Forwarded "";"""

_MEDIA = """
        location ~ ^/media/public/(?<bouquet_file>%(key)s)$ {
            alias %(files)s/public/$bouquet_file;
            %(types)s
            add_header Cache-Control "public, max-age=31536000, immutable";
            add_header Access-Control-Allow-Origin "*";
            add_header Cross-Origin-Resource-Policy cross-origin;
            %(inert)s
        }

        location ~ ^/media/private/(?<bouquet_until>[0-9]+)/(?<bouquet_signature>[A-Za-z0-9_-]+)/(?<bouquet_asset>[A-Za-z0-9_-]+)/(?<bouquet_file>%(key)s)$ {
            secure_link $bouquet_signature,$bouquet_until;
            secure_link_md5 "$secure_link_expires/$bouquet_asset %(secret)s";
            # Empty: forged. "0": over.
            if ($secure_link = "") { return 403; }
            if ($secure_link = "0") { return 403; }
            alias %(files)s/private/$bouquet_asset/$bouquet_file;
            %(types)s
            add_header Cache-Control "private, no-store";
            add_header Cross-Origin-Resource-Policy same-site;
            %(inert)s
        }

        location /media/ {
            return 404;
        }
"""  # noqa: E501

_INERT = """add_header X-Content-Type-Options nosniff always;
            add_header Content-Security-Policy "default-src 'none'; sandbox" always;
            add_header Content-Disposition $bouquet_disposition;"""

_REDIRECT = """
    server {
        listen 80;
        listen [::]:80;
        server_name %(hosts)s;
        return 301 https://$host$request_uri;
    }
"""


def configuration(*, run: str, certificate: str = "", key: str = "", listen: str = "", user: str = "") -> str:
    """A whole nginx.conf. With `certificate` and `key` it listens on 80 and 443; without, on `listen` in plain HTTP,
    for a machine whose TLS ends elsewhere. `run` is a folder it may write its own small files to.
    """
    hosts = " ".join(server_names())
    if certificate:
        tls = f"\n        ssl_certificate {certificate};\n        ssl_certificate_key {key};"
        own = f"listen 443 ssl http2;\n        listen [::]:443 ssl http2;{tls}"
        default = f"listen 443 ssl http2 default_server;\n        listen [::]:443 ssl http2 default_server;{tls}"
    else:
        own, default = f"listen {listen};", f"listen {listen} default_server;"
    return _MAIN % {
        "user": f"user {user};\n" if user else "",
        "run": run,
        "port": settings.BOUQUET_PORT,
        "suffixes": "|".join(KINDS),
        "listen": own,
        "listen_default": default,
        "redirect": _REDIRECT % {"hosts": hosts} if certificate else "",
        "hosts": hosts,
        "static": settings.STATIC_ROOT,
        "media": "" if settings.BOUQUET_STORAGE_BUCKET else _media(),
        "pass": _HAND_OVER,
    }


def server_names() -> list[str]:
    """Every host of the network, and whatever lies below a brand's: guests answer there."""
    here = network()
    below = [f"*.{brand.host}" for brand in here.shown if any(site in guest_sites() for site in brand.sites)]
    return [*here.hosts, *below]


def _media() -> str:
    kinds = "\n".join(f"                {kind.decode().partition(';')[0]} {suffix};" for suffix, kind in KINDS.items())
    return _MEDIA % {
        "key": _KEY,
        "files": settings.BOUQUET_VAR / "files",
        "types": f"types {{\n{kinds}\n            }}",
        "inert": _INERT,
        "secret": media_secret(),
    }
