"""As much of an S3 client as the tests need to fill a server: nothing of the program under test is in it.

Signatures are those of https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html (version 4).
"""

import datetime as dt
import hashlib
import hmac
import http.client
import json
import queue
import xml.etree.ElementTree as xml
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from urllib.parse import quote, unquote_plus, urlsplit

REGION = "us-east-1"
USER = "test"  # the server's only one
THREADS = 8
PUBLIC = {"x-amz-acl": "public-read"}


class Refused(Exception):
    """The server's answer is no success."""


@dataclass
class Credentials:
    """As a server hands them out for a while."""
    access_key: str
    secret_key: str
    session_token: str


def uri(text, safe=""):
    """RFC 3986 as S3 has it: everything but letters, digits and -._~ is escaped."""
    return quote(text, safe=safe + "-._~")


def elements(document):
    """The texts of an XML document's elements, by name."""
    found = {}
    for element in xml.fromstring(document).iter():
        found.setdefault(element.tag.rpartition("}")[2], []).append(element.text or "")
    return found


def hash_of(data):
    return hashlib.sha256(data).hexdigest()


class S3:
    """Requests in the name of a server's user."""

    def __init__(self, server):
        self._server = server
        self._host = urlsplit(server.endpoint).netloc
        self._idle = queue.SimpleQueue()  # connections that are kept for the next request

    def close(self):
        while not self._idle.empty():
            self._idle.get().close()

    def create_bucket(self, bucket, public=False):
        self._request("PUT", f"/{bucket}", headers=PUBLIC if public else {})

    def put(self, bucket, key, data, headers=None):
        self._request("PUT", f"/{bucket}/{uri(key, '/')}", body=data, headers=headers)

    def put_all(self, bucket, objects, public=False):
        """`objects`: key -> bytes. Several at a time."""
        with ThreadPoolExecutor(THREADS) as pool:
            list(pool.map(lambda item: self.put(bucket, *item, PUBLIC if public else {}), objects.items()))

    def get(self, bucket, key):
        return self._request("GET", f"/{bucket}/{uri(key, '/')}")

    def delete(self, bucket, key):
        self._request("DELETE", f"/{bucket}/{uri(key, '/')}")

    def keys(self, bucket):
        """All of them, sorted."""
        found = []
        while True:
            query = {"list-type": "2", "encoding-type": "url", "start-after": found[-1] if found else ""}
            answer = elements(self._request("GET", f"/{bucket}", query))
            found += [unquote_plus(key) for key in answer.get("Key", [])]
            if answer["IsTruncated"] != ["true"]:
                return found

    def temporary_credentials(self):
        """Keys with a session token, as roles get them. The server lets a user have them whose policy says so."""
        policy = {"Version": "2012-10-17",
                  "Statement": [{"Effect": "Allow", "Action": ["sts:GetSessionToken"], "Resource": ["*"]}]}
        self._act("iam", Action="PutUserPolicy", UserName=USER, PolicyName="tokens", PolicyDocument=json.dumps(policy))
        answer = self._act("sts", Action="GetSessionToken", Version="2011-06-15")
        return Credentials(*(answer[name][0] for name in ("AccessKeyId", "SecretAccessKey", "SessionToken")))

    def _act(self, service, **parameters):
        """A request of the services beside the storage."""
        body = "&".join(f"{name}={uri(value)}" for name, value in parameters.items()).encode()
        headers = {"content-type": "application/x-www-form-urlencoded"}
        return elements(self._request("POST", "/", body=body, headers=headers, service=service))

    def _request(self, method, path, query=None, body=b"", headers=None, service="s3"):
        """The body of the answer. `path` is escaped already."""
        query_text = "&".join(f"{uri(k)}={uri(v)}" for k, v in sorted((query or {}).items()))
        headers = {**(headers or {}), "host": self._host}
        headers |= self._signature(method, path, query_text, headers, body, service)
        connection = self._connection()
        connection.request(method, path + (f"?{query_text}" if query_text else ""), body, headers)
        response = connection.getresponse()
        answer = response.read()
        self._idle.put(connection)
        if response.status >= 300:
            raise Refused(f"{method} {path}: {response.status} {answer.decode(errors='replace')}")
        return answer

    def _connection(self):
        try:
            return self._idle.get_nowait()
        except queue.Empty:
            return http.client.HTTPConnection(self._host)

    def _signature(self, method, path, query, headers, body, service):
        """The headers that are to be added."""
        now = dt.datetime.now(dt.timezone.utc).strftime("%Y%m%dT%H%M%SZ")
        scope = f"{now[:8]}/{REGION}/{service}/aws4_request"
        added = {"x-amz-date": now, "x-amz-content-sha256": hash_of(body)}
        lines = sorted((headers | added).items())
        names = ";".join(name for name, _ in lines)
        canonical = "\n".join([method, path, query, *(f"{name}:{value}" for name, value in lines), "", names, hash_of(body)])
        key = ("AWS4" + self._server.secret_key).encode()
        for part in scope.split("/"):
            key = hmac.digest(key, part.encode(), "sha256")
        text = f"AWS4-HMAC-SHA256\n{now}\n{scope}\n{hash_of(canonical.encode())}"
        signature = hmac.digest(key, text.encode(), "sha256").hex()
        return added | {"authorization": f"AWS4-HMAC-SHA256 Credential={self._server.access_key}/{scope}, "
                                         f"SignedHeaders={names}, Signature={signature}"}
