// Whether what came is what was stored.
#pragma once

#include <string>
#include <string_view>

#include "http/http.hpp"

namespace benchfolio::archive::s3 {

enum class Verdict {
    right,   // a checksum says so
    wrong,   // a checksum says so
    unknown  // there is no checksum of the whole object
};

// By the checksum that the object was stored with (x-amz-checksum-*, where it is of the whole object). Source: Amazon
// S3 User Guide, "Checking object integrity".
Verdict by_checksum(const http::Response& response, std::string_view body);

// By the entity tag. It is the MD5 of an object that was stored in one piece, unless it was encrypted with a key of KMS
// or of the customer (Amazon S3 API Reference, "Object", ETag); other services' need not be.
Verdict by_etag(const http::Response& response, std::string_view body);

std::string md5_base64(std::string_view bytes);

}  // namespace benchfolio::archive::s3
