// The files of a folder that a person edits and the program reads whole: templates, stylesheets.
#pragma once

#include <string>
#include <vector>

namespace benchfolio::system {

struct TextFile {
    std::string name;  // without the folder
    std::string path;  // as a person would type it
    std::string text;
};

// The regular files of a folder, not of those inside it, by name. Files that editors leave beside the one they edit,
// whose name begins with a dot or `#` or ends with `~`, are none of them. Throws model::Error (usage), of the code
// `kind`, when the folder or a file cannot be read.
std::vector<TextFile> text_files(const std::string& folder, const std::string& kind);

}  // namespace benchfolio::system
