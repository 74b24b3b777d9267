// The XML that S3 answers with: a page of a listing, or what went wrong.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "archive/object_store.hpp"

namespace benchfolio::archive::s3 {

// ListBucketResult of ListObjectsV2.
struct Page {
    std::vector<Object> objects;  // whole keys
    std::string next;             // the continuation token; empty on the last page
};

// Nothing where the text is no whole page.
std::optional<Page> parse_page(std::string_view xml);

// An <Error>, which may come with any status.
struct Fault {
    std::string code, message;
    std::string region;    // the right one, where the request named a wrong one
    bool cut_off = false;  // it breaks off before it says anything
};

std::optional<Fault> parse_fault(std::string_view xml);

// "abc" and abc are the same entity tag.
std::string_view without_quotes(std::string_view etag);

}  // namespace benchfolio::archive::s3
