// Compares a whole output with the one that was reviewed and committed under tests/golden/. Where they differ, the new
// one is written beside it as NAME.new, and the test says where; after a look at it, BENCHFOLIO_ACCEPT_GOLDEN=1 in the
// environment of the test takes it over:
//
//     BENCHFOLIO_ACCEPT_GOLDEN=1 ctest --test-dir build && git diff tests/golden
#pragma once

#include <cstdlib>
#include <filesystem>
#include <string>

#include "support/catch.hpp"
#include "support/temporary_folder.hpp"

namespace benchfolio::support {

inline void check_golden(const std::string& name, const std::string& text) {
    const std::filesystem::path golden = std::filesystem::path{BENCHFOLIO_TESTS_DIR} / "golden" / name;
    const std::filesystem::path changed = golden.string() + ".new";
    const bool same = std::filesystem::exists(golden) && file_text(golden) == text;
    if (same) {
        std::filesystem::remove(changed);
    } else if (std::getenv("BENCHFOLIO_ACCEPT_GOLDEN")) {
        write_file(golden, text);
    } else {
        write_file(changed, text);
        FAIL_CHECK("differs from " << golden.string() << "; the new one is " << changed.string());
    }
}

}  // namespace benchfolio::support
