// What a file's path says of its run: "{suite}/{*}.json".
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace benchfolio::ingest {

class PathPattern {
  public:
    // `{name}` is one or more characters without a slash, `{*}` likewise but unnamed, `{**}` any characters. Throws
    // model::Error (usage) where a brace is not closed.
    explicit PathPattern(std::string_view pattern);

    // Name -> what stands there; empty where the path does not match. Shortest matches from the left.
    std::map<std::string, std::string> match(std::string_view path) const;

  private:
    struct Piece {
        std::string literal;              // what stands before the field
        std::optional<std::string> name;  // of the field; "*" and "**" have no name of their own, nothing: the end
    };
    std::vector<Piece> pieces_;

    bool match_from(std::size_t piece, std::string_view path, std::map<std::string, std::string>& found) const;
};

}  // namespace benchfolio::ingest
