#include "analysis/run_keys.hpp"

#include "analysis/digest.hpp"

namespace benchfolio::analysis {

std::vector<MemoKey> keys_up_to_each(const std::vector<model::Run>& runs) {
    std::vector<MemoKey> keys;
    keys.reserve(runs.size());
    MemoKey before;
    for (const model::Run& run : runs) {
        Digest digest;
        digest.add(before).add(run.id).add(run.time).add(run.testbed).add(run.suite);
        digest.add(run.commit ? std::string_view{run.commit->id} : std::string_view{});
        keys.push_back(before = digest.key("runs up to one"));
    }
    return keys;
}

}  // namespace benchfolio::analysis
