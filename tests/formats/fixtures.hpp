// Fixtures of tests/data, read as the program reads them.
#pragma once

#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>

#include "formats/reader.hpp"

namespace benchfolio::formats {

inline std::string fixture(const std::string& name) {
    std::ifstream file{std::string{BENCHFOLIO_TESTS_DIR} + "/data/" + name, std::ios::binary};
    if (!file) throw std::runtime_error("no fixture " + name);
    return {std::istreambuf_iterator<char>{file}, {}};
}

inline Reader::Outcome outcome_of(std::string text) {
    Reader reader;
    return reader.read(text);
}

// The names are those of the reader's catalog, so it must outlive the run.
inline ParsedRun parsed(Reader& reader, std::string text) {
    auto outcome = reader.read(text);
    if (const auto* rejection = std::get_if<model::Rejection>(&outcome))
        throw std::runtime_error(rejection->reason + " at " + rejection->where);
    return std::move(std::get<std::vector<ParsedRun>>(outcome).at(0));
}

inline model::Rejection rejected(std::string text) {
    return std::get<model::Rejection>(outcome_of(std::move(text)));
}

}  // namespace benchfolio::formats
