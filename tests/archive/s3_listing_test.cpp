#include "archive/s3/listing.hpp"

#include "archive/s3/checksum.hpp"
#include "support/catch.hpp"

using namespace benchfolio;
using namespace archive::s3;

namespace {

std::string page_of(const std::string& content) {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
           "<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">" +
           content + "</ListBucketResult>";
}

std::string entry(const std::string& key, const std::string& size = "1") {
    return "<Contents><Key>" + key + "</Key><ETag>&quot;abc&quot;</ETag><Size>" + size + "</Size></Contents>";
}

std::string only_key(const std::string& content) {
    const auto page = parse_page(page_of(content));
    return page && page->objects.size() == 1 ? page->objects[0].key : "unreadable";
}

http::Response with(std::vector<http::Header> headers) {
    return {.status = 200, .headers = std::move(headers)};
}

}  // namespace

TEST_CASE("s3 listing: keys, sizes, entity tags, and whether there is more") {
    const auto page =
        parse_page(page_of("<IsTruncated>true</IsTruncated><NextContinuationToken>a+/=&amp;</NextContinuationToken>" +
                           entry("a.json", "18446744073709551615") + entry("b.json", "0")));
    REQUIRE(page);
    CHECK(page->next == "a+/=&");
    REQUIRE(page->objects.size() == 2);
    CHECK(page->objects[0].key == "a.json");
    CHECK(page->objects[0].bytes == 18446744073709551615u);
    CHECK(page->objects[0].version == "abc");
    CHECK(parse_page(page_of("<IsTruncated>false</IsTruncated><NextContinuationToken>x</NextContinuationToken>"))
              ->next.empty());
    CHECK(parse_page(page_of(""))->objects.empty());
}

TEST_CASE("s3 listing: keys are decoded where the server says that it encoded them, and only there") {
    const std::string url = "<EncodingType>url</EncodingType>";
    CHECK(only_key(url + entry("a+b%2Bc%20%25%0A%01.json")) == "a b+c %\n\x01.json");
    CHECK(only_key(entry("a+b%2Bc.json")) == "a+b%2Bc.json");
    CHECK(only_key(entry("&lt;&amp;&gt;&apos;&quot;&#x1;&#10;&#228;.json")) == "<&>'\"\x01\nä.json");
    CHECK(only_key(entry("<![CDATA[a<b&amp;.json]]>")) == "a<b&amp;.json");
    CHECK(only_key(entry("  a\r\n  b.json ")) == "  a\r\n  b.json ");
    CHECK(only_key(entry("\x01\xff.json")) == "\x01\xff.json");
}

TEST_CASE("s3 listing: what is no whole page is none") {
    const std::string whole = page_of(entry("a.json"));
    for (std::size_t length = 0; length < whole.size(); ++length) CHECK_FALSE(parse_page(whole.substr(0, length)));
    CHECK_FALSE(parse_page("<html><body>Welcome</body></html>"));
    CHECK_FALSE(parse_page("{}"));
    CHECK_FALSE(parse_page("<ListAllMyBucketsResult/>"));
    CHECK_FALSE(parse_page("<Error><Code>SlowDown</Code></Error>"));
    CHECK_FALSE(parse_page(page_of(entry("a.json", ""))));
    CHECK_FALSE(parse_page(page_of(entry("a.json", "-1"))));
    CHECK_FALSE(parse_page(page_of(entry("", "1"))));
    CHECK_FALSE(parse_page(page_of("<IsTruncated>true</IsTruncated>")));
}

TEST_CASE("s3 listing: entities that expand without end do not expand") {
    const std::string bomb = "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]>";
    const auto page = parse_page(bomb + page_of(entry("&b;.json")));
    CHECK((!page || page->objects.at(0).key == "&b;.json"));
}

TEST_CASE("s3 faults: code, message, and the right region") {
    const auto fault = parse_fault(
        "<Error><Code>AuthorizationHeaderMalformed</Code><Message>a &amp; b</Message>"
        "<Region>eu-west-1</Region></Error>");
    REQUIRE(fault);
    CHECK(fault->code == "AuthorizationHeaderMalformed");
    CHECK(fault->message == "a & b");
    CHECK(fault->region == "eu-west-1");
    CHECK_FALSE(parse_fault(""));
    CHECK_FALSE(parse_fault("<html/>"));
}

// The check values of "123456789": G. Cook, "Catalogue of parametrised CRC algorithms" (CRC-32/ISO-HDLC, CRC-32/ISCSI,
// CRC-64/NVME); FIPS 180-4 for the others.
TEST_CASE("s3 checksums: each that an object may be stored with") {
    const std::string bytes = "123456789";
    for (const auto& [header, value] : std::vector<std::pair<std::string, std::string>>{
             {"x-amz-checksum-crc32", "y/Q5Jg=="},
             {"x-amz-checksum-crc32c", "4waSgw=="},
             {"x-amz-checksum-crc64nvme", "rosUhgp5mIg="},
             {"x-amz-checksum-sha1", "98O8HYCOBHMq32eZZczDTKeuNEE="},
             {"x-amz-checksum-sha256", "FeKw08M4keuw8e9gnsQZQgwg4yDOlMZfvIwzEkSOsiU="}}) {
        INFO(header);
        CHECK(by_checksum(with({{header, value}}), bytes) == Verdict::right);
        CHECK(by_checksum(with({{header, value}}), "12345678") == Verdict::wrong);
        CHECK(by_checksum(with({{header, value + "-3"}}), "12345678") == Verdict::unknown);
        CHECK(by_checksum(with({{header, value}, {"x-amz-checksum-type", "COMPOSITE"}}), "x") == Verdict::unknown);
    }
    CHECK(by_checksum(with({}), bytes) == Verdict::unknown);
    CHECK(md5_base64("") == "1B2M2Y8AsgTpgAmY7PhCfg==");
}

TEST_CASE("s3 checksums: an entity tag is one where it can be") {
    const std::string md5 = "\"25f9e794323b453885f5181f1b624d0b\"";
    CHECK(by_etag(with({{"etag", md5}}), "123456789") == Verdict::right);
    CHECK(by_etag(with({{"etag", md5}}), "12345678") == Verdict::wrong);
    CHECK(by_etag(with({{"etag", md5}, {"x-amz-server-side-encryption", "AES256"}}), "x") == Verdict::wrong);
    CHECK(by_etag(with({{"etag", md5}, {"x-amz-server-side-encryption", "aws:kms"}}), "x") == Verdict::unknown);
    CHECK(by_etag(with({{"etag", md5}, {"x-amz-server-side-encryption", "aws:kms:dsse"}}), "x") == Verdict::unknown);
    CHECK(by_etag(with({{"etag", md5}, {"x-amz-server-side-encryption-customer-algorithm", "AES256"}}), "x") ==
          Verdict::unknown);
    for (const char* other : {"", "\"\"", "\"25f9e794323b453885f5181f1b624d0b-2\"",
                              "W/\"25f9e794323b453885f5181f1b624d0b\"", "\"CKih16GjycICEAE=\""})
        CHECK(by_etag(with({{"etag", other}}), "x") == Verdict::unknown);
}
