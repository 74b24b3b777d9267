// A request and what is answered, apart from how they travel.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace benchfolio::preview {

// What is shown at a moment.
struct Shown {
    std::string folder;          // of the last good build
    std::string base = "/";      // the path it is published under, with both slashes
    std::string build;           // names the build; empty: there is no good one yet
    std::string failure;         // why the newest build failed; empty: it did not
    std::uint64_t revision = 0;  // one more with every change of the above
};

struct Request {
    std::string_view method, target, host;  // as they came
};

struct Answer {
    int status = 200;
    std::string type, body;
    std::string location;  // where to, for a redirection
};

// As GitHub Pages answers, pages with what `live.hpp` adds: `index.html` for a folder, a redirection to a folder's
// address with its slash, `404.html` for what is missing; besides, `/` leads to the site. Symbolic links are not
// followed. Reads the disk; throws model::Error (storage) when it refuses.
Answer answer(const Request& request, const Shown& shown);

}  // namespace benchfolio::preview
