// The site's data files: everything the pages show, for programs. Field names and shapes are a promise to their
// readers; every document carries `schema_version`, which changes when a field changes its meaning or goes away.
//
// Numbers are in base units with seven significant digits, null where not known. Paths are relative to the site's root.
// JSON is UTF-8: a byte of a file's name that is not becomes U+FFFD. What each file holds is said on the data page.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "analysis/effects.hpp"
#include "site/comparisons.hpp"
#include "site/run_texts.hpp"
#include "site/site.hpp"

namespace benchfolio::site {

inline constexpr int schema_version = 1;

// One file for the list on the data page.
struct Download {
    std::string path;  // relative to the site's root
    std::string what;  // "every run, every file that is not used"
    std::uint64_t bytes = 0;
    std::string sha256;                      // 64 hexadecimal digits
    std::optional<std::uint32_t> benchmark;  // index into History; nothing for the files about the whole archive
    bool beside = false;                     // of what is in no trend: its page names it
};

// Hands a file to the sink, and tells what it is.
Download delivered(const FileSink& sink, std::string path, std::string what, std::string bytes);

// The data files in the making: data/runs.json, data/geomean.json, data/changes.json, data/compare/<slug>.json of each
// comparison, data/releases.json where
// releases were measured, data/effects.json where effects are declared, data/aside.json and data/aside/<id>.json of
// each run that is in no trend, data/other/<slug>.json of what such runs show, data/b/<slug>.json and .csv of each
// benchmark; then data/index.json, which tells what the others are.
class Downloads {
  public:
    // `runs` are the texts of every run. All that is given is used until `index` returns.
    Downloads(const Content& content, std::span<const ShownComparison> comparisons, std::span<const RunText> runs,
              const FileSink& sink, std::span<const analysis::EffectReport> effects = {});

    // Pieces of work: the files about the whole archive, then one a run that is in no trend. Each is to be made once,
    // on any thread.
    std::size_t pieces() const { return shared_.size() + aside_rows_.size(); }
    void make(std::size_t piece);

    // The files about one benchmark, handed to this sink; returns what is to be entered of them, once.
    std::string make_benchmark(std::uint32_t benchmark, const FileSink& sink) const;
    void enter_benchmark(std::uint32_t benchmark, std::string_view made);

    // What the pages made of the results that are in no trend, in the order of the index.
    void enter(Download file) { made_.push_back(std::move(file)); }

    // When all pieces are made: hands data/index.json to the sink. Returns the list of all, the whole archive's files
    // first, then by benchmark.
    std::vector<Download> index();

  private:
    struct Shared {  // a file that is not one benchmark's
        std::string path, what;
        std::function<std::string()> bytes;
    };

    void make_aside_run(std::uint32_t run);

    const Content& content_;
    std::span<const RunText> runs_;
    const FileSink& sink_;
    std::vector<Shared> shared_;
    std::vector<std::vector<std::uint32_t>> aside_rows_;  // by run of History::aside
    std::vector<Download> made_;  // of `shared_`, JSON and CSV of each benchmark, of each run aside; what was entered
};

// Where a reader fetches the raw result of a run, from `raw_url` of the options: {file} is the file's path, encoded
// segment by segment, {id} the run's id. Nothing where none is configured.
std::optional<std::string> raw_url(const Options& options, const model::Run& run);

}  // namespace benchfolio::site
