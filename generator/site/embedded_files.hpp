// What embed.cmake fills in.
#pragma once

#include <string_view>
#include <vector>

namespace benchfolio::site {

struct EmbeddedFile {
    std::string_view name, text;
};

extern const std::vector<EmbeddedFile> embedded_templates, embedded_assets;

}  // namespace benchfolio::site
