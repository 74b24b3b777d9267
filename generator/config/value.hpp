// A value of the configuration file with its key and place: typed access, and the error a person gets where the type or
// the range is wrong. Used inside this room only.
#pragma once

#include <toml++/toml.h>
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace benchfolio::config {

class Value {
  public:
    // The whole file. `table` must outlive every value made from it.
    static Value root(const toml::table& table, const std::string& file);

    const std::string& key() const { return key_; }    // "site.title", "archive.dimensions[1]"
    const std::string& name() const { return name_; }  // its last part, "title"
    const std::string& file() const { return *file_; }
    std::string place() const;  // "triage.toml:12", without the folder: it is published
    bool is_text() const { return node_->is_string(); }

    std::string text() const;  // a string
    std::int64_t whole(std::int64_t low, std::int64_t high) const;
    bool flag() const;                       // true or false
    double number() const;                   // with a fraction or whole; finite
    std::chrono::sys_days date() const;      // 2026-08-01, also in quotes
    std::vector<Value> items() const;        // of an array
    std::vector<std::string> texts() const;  // of an array of strings
    std::vector<Value> entries() const;      // of a table, in the order of the file

    [[noreturn]] void fail(const std::string& what, const std::string& hint = {}) const;      // at the value
    [[noreturn]] void fail_key(const std::string& what, const std::string& hint = {}) const;  // at the key

  private:
    Value(const toml::node& node, std::string key, std::string name, toml::source_position key_place,
          const std::string& file);
    [[noreturn]] void fail_type(const std::string& wanted) const;

    const toml::node* node_;
    std::string key_, name_;
    toml::source_position key_place_;
    const std::string* file_;
};

// Throws model::Error for broken TOML.
toml::table table_of(std::string_view text, const std::string& file);

[[noreturn]] void fail_at(const std::string& file, toml::source_position place, const std::string& what,
                          const std::string& hint);

}  // namespace benchfolio::config
