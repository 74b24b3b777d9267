// Percent-encoding, the way addresses write bytes that mean something else in them: RFC 3986, 2.1.
#pragma once

#include <string>
#include <string_view>

namespace benchfolio::model {

// Letters, digits and "-._~", which need no encoding anywhere: RFC 3986, 2.3. Whatever the locale.
bool is_unreserved(char c);

// Each byte of which `stays` says no becomes %XX, in capitals.
std::string percent_encoded(std::string_view text, bool (*stays)(char));

// Whether two hexadecimal digits follow each percent sign.
bool is_percent_encoded(std::string_view text);

// "%20" becomes a space. A percent sign that two hexadecimal digits do not follow stays as it is.
std::string percent_decoded(std::string_view text);

}  // namespace benchfolio::model
