// What the pieces of the site are made of, as digests: with the same, the files are the same, and those of an earlier
// build can stand (site/earlier.hpp).
//
// Nothing can be forgotten that is said of the thing itself: the rows, series, changes and runs of a benchmark or
// testbed count with all their fields, those included that are not thought of yet (analysis/digest.hpp). So does
// whatever else stands in History and Report, but for what is left out by name, with the reason.
//
// A benchmark that has results of late counts with all runs of the archive, so that it is made again every night. One
// without, which is *dormant*, counts with the runs up to its last one: what is new in the archive does not reach its
// page, or is said here.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "analysis/digest.hpp"
#include "html/html.hpp"
#include "site/page.hpp"

namespace benchfolio::site {

// Longer than what any page calls recent, and the fortnight by which the axes of pictures move.
inline constexpr std::chrono::days dormant_after{150};

class Inputs {
  public:
    // `site` outlives this. `templates`: all of them, as they are rendered. From `site.content.options.jobs` threads.
    Inputs(const Site& site, std::span<const html::Source> templates);

    // Each without the frame of the page. Of everything about a benchmark: its page, its plots, its data files.
    analysis::MemoKey of_benchmark(std::uint32_t benchmark) const { return benchmarks_[benchmark]; }
    analysis::MemoKey of_run(std::uint32_t run) const;
    analysis::MemoKey of_group(std::uint32_t group) const;

  private:
    using Keys = std::vector<analysis::MemoKey>;

    const Site& site_;
    analysis::MemoKey shared_, names_;                  // what is the same for all; of all benchmarks' descriptions
    Keys runs_, runs_up_to_;                            // by run
    std::vector<std::vector<std::uint32_t>> absences_;  // by benchmark: the runs that lacked it
    Keys series_, changes_, benchmarks_, testbeds_;     // by index

    Keys each(std::size_t count, const std::function<analysis::Digest(std::uint32_t)>& digest_of) const;
    analysis::Digest series(std::uint32_t index) const;
    analysis::Digest change(std::uint32_t index) const;
    analysis::Digest benchmark(std::uint32_t index) const;
    analysis::Digest testbed(std::uint32_t index) const;
    std::optional<std::uint32_t> last_run(std::uint32_t benchmark) const;
    void add_time(analysis::Digest& digest, std::uint32_t benchmark) const;
    void add_place(analysis::Digest& digest, std::uint32_t benchmark) const;
};

}  // namespace benchfolio::site
