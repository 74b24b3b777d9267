// Texts as S3 writes them, byte by byte, whatever the locale.
#pragma once

#include <string>
#include <string_view>

namespace benchfolio::archive::s3 {

// Percent-encoding of everything but unreserved characters (RFC 3986, 2.3), in capitals.
std::string encoded(std::string_view text);       // of a query: the slash as well
std::string encoded_path(std::string_view text);  // slashes stay

// The way back, of listings with encoding-type=url: a plus sign is a space, which is how AWS writes it. What is no
// percent-encoding stays as it is.
std::string decoded(std::string_view text);

std::string hex(std::string_view bytes);  // in small letters

}  // namespace benchfolio::archive::s3
