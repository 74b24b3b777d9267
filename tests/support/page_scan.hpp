// What a page promises to its readers, read back from its markup: links, ids, headings, elements that nest.
#pragma once

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace benchfolio::support {

struct PageScan {
    std::vector<std::string> links;  // href and src, as written
    std::vector<std::string> ids;
    std::vector<int> headings;          // 1 to 6, in order
    std::vector<std::string> unnested;  // closing tags that close nothing, and elements left open
};

class PageScanner {
  public:
    explicit PageScanner(std::string_view markup) : markup_(markup) {}

    PageScan scan() {
        for (std::size_t at = markup_.find('<'); at != markup_.npos; at = markup_.find('<', at + 1)) tag(at);
        found_.unnested.insert(found_.unnested.end(), open_.begin(), open_.end());
        return std::move(found_);
    }

  private:
    void tag(std::size_t at) {
        if (markup_.compare(at, 2, "<!") == 0) return;
        const std::string_view inside = markup_.substr(at + 1, end_of(at) - at - 1);
        if (inside.starts_with('/')) return close(std::string{inside.substr(1)});
        const std::string name{inside.substr(0, inside.find_first_of(" />\n"))};
        if (name.size() == 2 && name[0] == 'h' && name[1] >= '1' && name[1] <= '6')
            found_.headings.push_back(name[1] - '0');
        for (const char* wanted : {"href", "src"}) keep(inside, wanted, found_.links);
        keep(inside, "id", found_.ids);
        if (!inside.ends_with('/') && !is_void(name)) open_.push_back(name);
    }

    // The end of a tag: the first `>` that is not inside quotes.
    std::size_t end_of(std::size_t at) const {
        bool quoted = false;
        while (at < markup_.size() && (quoted || markup_[at] != '>')) quoted ^= markup_[at++] == '"';
        return at;
    }

    static void keep(std::string_view tag, const std::string& name, std::vector<std::string>& values) {
        const std::string before = " " + name + "=\"";
        const std::size_t at = tag.find(before);
        if (at == tag.npos) return;
        const std::size_t begin = at + before.size();
        values.emplace_back(tag.substr(begin, tag.find('"', begin) - begin));
    }

    void close(const std::string& name) {
        if (open_.empty() || open_.back() != name) return found_.unnested.push_back("/" + name);
        open_.pop_back();
    }

    static bool is_void(const std::string& name) {
        static const std::set<std::string> names{"meta", "link", "img", "br", "col", "input"};
        return names.contains(name);
    }

    std::string_view markup_;
    std::vector<std::string> open_;
    PageScan found_;
};

}  // namespace benchfolio::support
