// What the folders of a file's path say of it: "kind=manual/owner=alice/2026/x.json", the way Hive, and after it
// DuckDB, Spark and Arrow, keep columns in the names of folders.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace benchfolio::ingest {

// Name -> value, percent-decoded, of the folders "name=value"; the deepest of several with one name counts. The file's
// own name is none.
std::map<std::string, std::string, std::less<>> partitions_of(std::string_view path);

// "name=value/", whatever the value holds.
std::string partition(std::string_view name, std::string_view value);

}  // namespace benchfolio::ingest
