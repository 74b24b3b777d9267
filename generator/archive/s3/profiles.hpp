// The files in which the AWS tools keep settings and credentials.
// Source: AWS SDKs and Tools Reference Guide, "Shared config and credentials files".
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace benchfolio::archive::s3 {

// Keys in lower case. What is nested under "s3 =" is "s3.KEY".
using Section = std::map<std::string, std::string>;
// By what stands between the brackets, blanks and quotes put right: "default", "profile x", "services y".
using Sections = std::map<std::string, Section>;

// What is no setting is passed over, as the AWS tools do.
Sections parse_sections(std::string_view text);

}  // namespace benchfolio::archive::s3
