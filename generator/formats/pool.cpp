#include "formats/pool.hpp"

#include <algorithm>
#include <numeric>

namespace benchfolio::formats {
namespace {

bool same_series(const Row& a, const Row& b) {
    return a.benchmark == b.benchmark && a.measure == b.measure;
}

// The rows with samples, those of one benchmark and measure side by side, in the order of the file.
std::vector<std::size_t> rows_with_samples(const std::vector<Row>& rows) {
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < rows.size(); ++i)
        if (rows[i].samples > 0) order.push_back(i);
    const auto key = [&](std::size_t i) { return std::tuple{rows[i].benchmark, rows[i].measure, i}; };
    std::ranges::sort(order, {}, key);
    return order;
}

// Moves the samples of both rows to the end, `into` before `from`, and leaves `from` empty.
void pool(ParsedRun& run, Row& into, Row& from) {
    const std::size_t start = run.samples.size();
    run.samples.reserve(start + into.samples + from.samples);
    for (const Row* row : {&into, &from})
        for (std::size_t i = 0; i < row->samples; ++i) run.samples.push_back(run.samples[row->first_sample + i]);
    into.first_sample = start;
    into.samples += from.samples;
    from.samples = 0;
}

}  // namespace

void pool_repeated(ParsedRun& run) {
    const std::vector<std::size_t> order = rows_with_samples(run.rows);
    std::vector<bool> gone(run.rows.size());
    for (std::size_t first = 0, i = 1; i < order.size(); ++i) {
        if (!same_series(run.rows[order[first]], run.rows[order[i]])) {
            first = i;
            continue;
        }
        pool(run, run.rows[order[first]], run.rows[order[i]]);
        gone[order[i]] = true;
    }
    std::size_t row = 0;
    std::erase_if(run.rows, [&](const Row&) { return gone[row++]; });
}

}  // namespace benchfolio::formats
