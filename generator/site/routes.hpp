// The only place that spells a URL. Paths are relative to the site's root; slugs depend on names alone.
#pragma once

#include <string>
#include <string_view>

#include "analysis/report.hpp"
#include "model/history.hpp"

namespace benchfolio::site::routes {

inline constexpr std::string_view home = "index.html";
inline constexpr std::string_view stylesheet = "site.css";
inline constexpr std::string_view script = "site.js";
inline constexpr std::string_view changes = "changes/index.html";
inline constexpr std::string_view changes_feed = "changes/feed.xml";
inline constexpr std::string_view regressions_feed = "changes/regressions.xml";
inline constexpr std::string_view geomean = "geomean/index.html";
inline constexpr std::string_view distributions = "dist/index.html";
inline constexpr std::string_view testbeds = "cpu/index.html";
inline constexpr std::string_view scalings = "scaling/index.html";
inline constexpr std::string_view methods = "methods/index.html";
inline constexpr std::string_view data = "data/index.html";
inline constexpr std::string_view rejected = "rejected/index.html";
inline constexpr std::string_view runs = "run/index.html";
inline constexpr std::string_view comparisons = "compare/index.html";
inline constexpr std::string_view asides = "other/index.html";
inline constexpr std::string_view not_found = "404.html";
inline constexpr std::string_view continuity = "continuity/index.html";
inline constexpr std::string_view continuity_data = "data/continuity.json";
inline constexpr std::string_view index_data = "data/index.json";
inline constexpr std::string_view runs_data = "data/runs.json";
inline constexpr std::string_view aside_runs_data = "data/aside.json";
inline constexpr std::string_view geomean_data = "data/geomean.json";
inline constexpr std::string_view effects = "effects/index.html";
inline constexpr std::string_view effects_data = "data/effects.json";
inline constexpr std::string_view releases = "releases/index.html";
inline constexpr std::string_view releases_data = "data/releases.json";
inline constexpr std::string_view changes_data = "data/changes.json";

std::string benchmark(const model::Benchmark& benchmark);        // b/<slug>.html
std::string benchmark_feed(const model::Benchmark& benchmark);   // b/<slug>.xml
std::string changes_of(int year, std::size_t part);              // changes/2024.html, changes/2024-2.html
std::string badge(std::string_view slug);                        // badges/<slug>.svg
std::string group(std::string_view name);                        // g/<slug>.html
std::string testbed(const model::Testbed& testbed);              // cpu/<slug>.html
std::string scaling(const analysis::Scaling& scaling);           // scaling/<slug>.html
std::string run(const model::Run& run);                          // run/<id>.html
std::string effect(const analysis::Effect& effect);              // effects/<slug>.html
std::string dimension(std::string_view name);                    // by/<slug>.html
std::string comparison(std::string_view slug);                   // compare/<slug>.html
std::string comparison_data(std::string_view slug);              // data/compare/<slug>.json
std::string benchmark_data(const model::Benchmark& benchmark);   // data/b/<slug>.json
std::string continuity_of(const model::Benchmark& benchmark);    // data/continuity/<slug>.json
std::string benchmark_csv(const model::Benchmark& benchmark);    // data/b/<slug>.csv
std::string aside_run_data(const model::Run& run);               // data/aside/<id>.json
std::string plot(std::string_view kind, std::string_view slug);  // plots/<kind>/<slug>.svg
// The slug of the pictures of one measure of a benchmark. Time keeps the benchmark's own: a picture that is embedded
// elsewhere stays where it is when further measures come.
std::string plot_slug(const model::History& history, std::uint32_t benchmark, std::uint32_t measure);

// The page of the results that were asked for by hand, of `ref` in the repository of `owner`:
// manual/OWNER/REF/index.html, or manual/REF/index.html without an owner. It follows from the two names alone, so that
// the address can be told before there is a result. A name stays as it is where it is up to 80 letters, digits, `.`,
// `_`, `-` and is no special name of a file; any other becomes its slug (model/slug.hpp), with which no name that stays
// is confused.
std::string manual(std::string_view owner, std::string_view ref);
// The page of what was measured for one purpose that is in no trend: that, tag/REF/, branch/REF/ (branch/OWNER/REF/ of
// a fork) or pull/NUMBER/.
std::string aside(const model::Purpose& purpose);
// How it stands on one testbed, as numbers: data/other/<slug>.json, of both names.
std::string aside_data(const model::Purpose& purpose, const model::Testbed& testbed);

// What stands at `path` below the address of a site or a repository, which may end in a slash or not; empty where no
// address is configured.
std::string below(std::string_view address, std::string_view path);

// From the page at `from` to `to`: "../b/x.html". Works under any sub-path and from the file system.
std::string relative(std::string_view from, std::string_view to);

// The path part of the address a site is published at, with both slashes: "https://x.org/a" is "/a/". A page served
// under any address can find the site only by it. Empty for what is no address.
std::string root(std::string_view base_url);

}  // namespace benchfolio::site::routes
