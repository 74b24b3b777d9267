#include "analysis/aside_lines.hpp"

#include <algorithm>
#include <iterator>
#include <map>

namespace benchfolio::analysis {

std::vector<AsideLine> aside_lines(const model::History& aside) {
    std::map<model::Purpose, std::vector<std::uint32_t>> by_purpose;
    for (std::uint32_t run = 0; run < aside.runs.size(); ++run) by_purpose[aside.runs[run].purpose].push_back(run);
    std::vector<AsideLine> lines;
    for (auto& [purpose, runs] : by_purpose) lines.push_back({purpose, std::move(runs)});
    return lines;
}

std::string label_of(const model::Purpose& purpose) {
    const std::string name = purpose.ref.empty() ? "without a name" : purpose.ref;
    const std::string ref = purpose.owner.empty() ? name : purpose.owner + "/" + name;
    switch (purpose.kind) {
        case model::Kind::tag:
            return "tag " + ref;
        case model::Kind::branch:
            return "branch " + ref;
        case model::Kind::pull_request:
            return "pull request " + ref;
        case model::Kind::manual:
        case model::Kind::nightly:
            break;
    }
    return ref;
}

std::vector<std::uint32_t> newest_of_line(const model::History& aside, const AsideLine& line, std::uint32_t testbed) {
    const auto is_on = [&](std::uint32_t run) { return aside.runs[run].testbed == testbed; };
    const auto found = std::find_if(line.runs.rbegin(), line.runs.rend(), is_on);
    if (found == line.runs.rend()) return {};
    const model::Run& newest = aside.runs[*found];
    if (!newest.commit) return {*found};
    std::vector<std::uint32_t> runs;
    std::ranges::copy_if(line.runs, std::back_inserter(runs), [&](std::uint32_t index) {
        const model::Run& run = aside.runs[index];
        return is_on(index) && run.commit && run.commit->id == newest.commit->id && run.suite == newest.suite;
    });
    return runs;
}

}  // namespace benchfolio::analysis
