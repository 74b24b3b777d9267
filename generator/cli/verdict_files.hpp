// The files by which `gate` hands its verdict to `comment`, which may run later, elsewhere and with other rights.
#pragma once

#include <string>

#include "summary/comment.hpp"
#include "summary/marker.hpp"

namespace benchfolio::cli {

// Whole or not at all. Throw model::Error (storage) where the disk refuses.
void write_comment(const std::string& file, const summary::GateContent& content);
void write_check(const std::string& file, const summary::GateContent& content);

struct CommentFile {
    summary::Marker marker;
    std::string text;
};

// As they were written: what is longer than GitHub takes, or was not written by `gate`, throws model::Error (usage).
CommentFile read_comment(const std::string& file);
summary::CheckText read_check(const std::string& file);

}  // namespace benchfolio::cli
