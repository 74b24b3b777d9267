#include "publish/object_names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <thread>
#include <vector>

#include "publish/digest.hpp"
#include "system/parallel.hpp"

namespace benchfolio::publish {

std::string object_name(std::string_view bytes, std::size_t digits) {
    GitDigest digest{digits};
    digest.add(fmt::format("blob {}", bytes.size()));
    digest.add({"\0", 1});
    digest.add(bytes);
    return hex(digest.taken());
}

ObjectNames object_names(const CompleteSite& site, std::size_t digits) {
    ObjectNames names;
    std::vector<ObjectNames::pointer> entries;
    for (const auto& [path, size] : site.files()) entries.push_back(&*names.emplace(path, "").first);
    const unsigned jobs = std::thread::hardware_concurrency();
    std::vector<std::string> buffers(std::max(jobs, 1U));
    system::parallel_for(jobs, entries.size(), [&](unsigned worker, std::size_t i) {
        site.read(entries[i]->first, buffers[worker]);
        entries[i]->second = object_name(buffers[worker], digits);
    });
    return names;
}

}  // namespace benchfolio::publish
