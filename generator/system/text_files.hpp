// The files of a folder that a person edits and the program reads whole: templates.
#pragma once

#include <string>
#include <vector>

namespace benchfolio::system {

struct TextFile {
    std::string name;  // without the folder
    std::string path;  // as a person would type it
    std::string text;
};

// The regular files of a folder, not of those inside it, by name; files whose name begins with a dot or ends with `~`
// are left to the editors that made them. Throws model::Error (usage) when the folder or a file cannot be read.
std::vector<TextFile> text_files(const std::string& folder);

}  // namespace benchfolio::system
