#include "archive/s3/listing.hpp"

#include <charconv>
#include <pugixml.hpp>
#include <utility>

#include "archive/s3/encoding.hpp"

namespace benchfolio::archive::s3 {
namespace {

// A document whose only element is called so; nothing else is an answer of S3. Blanks and line ends in keys stay.
std::optional<pugi::xml_document> parse(std::string_view xml, const char* root) {
    std::optional<pugi::xml_document> document{std::in_place};
    const auto result = document->load_buffer(
        xml.data(), xml.size(), pugi::parse_cdata | pugi::parse_escapes | pugi::parse_ws_pcdata, pugi::encoding_utf8);
    if (!result || !document->child(root)) return std::nullopt;
    return document;
}

std::optional<std::uint64_t> number(std::string_view text) {
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

std::optional<Object> object_of(pugi::xml_node entry, bool encoded_keys) {
    const std::string key = entry.child_value("Key");
    const auto bytes = number(entry.child_value("Size"));
    if (key.empty() || !bytes) return std::nullopt;
    return Object{encoded_keys ? decoded(key) : key, *bytes, std::string{without_quotes(entry.child_value("ETag"))}};
}

}  // namespace

std::optional<Page> parse_page(std::string_view xml) {
    const auto document = parse(xml, "ListBucketResult");
    if (!document) return std::nullopt;
    const pugi::xml_node root = document->child("ListBucketResult");
    // A server that does not know how to encode keys does not say that it does.
    const bool encoded_keys = std::string_view{root.child_value("EncodingType")} == "url";
    Page page;
    for (const pugi::xml_node entry : root.children("Contents")) {
        auto object = object_of(entry, encoded_keys);
        if (!object) return std::nullopt;
        page.objects.push_back(std::move(*object));
    }
    page.next = root.child_value("NextContinuationToken");
    const bool truncated = std::string_view{root.child_value("IsTruncated")} == "true";
    if (truncated && page.next.empty()) return std::nullopt;
    if (!truncated) page.next.clear();
    return page;
}

std::optional<Fault> parse_fault(std::string_view xml) {
    const auto document = parse(xml, "Error");
    if (!document) return std::nullopt;
    const pugi::xml_node root = document->child("Error");
    return Fault{
        .code = root.child_value("Code"), .message = root.child_value("Message"), .region = root.child_value("Region")};
}

std::string_view without_quotes(std::string_view etag) {
    const bool quoted = etag.size() >= 2 && etag.front() == '"' && etag.back() == '"';
    return quoted ? etag.substr(1, etag.size() - 2) : etag;
}

}  // namespace benchfolio::archive::s3
