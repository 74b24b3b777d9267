#include "site/run_texts.hpp"

#include "site/words.hpp"

namespace benchfolio::site {

std::vector<RunText> run_texts(const model::History& history) {
    std::vector<RunText> all;
    all.reserve(history.runs.size());
    for (const model::Run& run : history.runs) {
        const std::string time = model::iso8601(run.time);
        all.push_back({time, day(run.time), "\"" + run.id + "\"", run.id + "," + time});
    }
    return all;
}

}  // namespace benchfolio::site
