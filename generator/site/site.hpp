// Report -> the files of a site, as bytes; publish writes them.
#pragma once

#include <functional>
#include <string>

#include "analysis/report.hpp"
#include "model/history.hpp"
#include "site/options.hpp"

namespace benchfolio::site {

// What every page is made from. All references outlive the rendering.
struct Content {
    const model::History& history;
    const analysis::Report& report;
    const analysis::Options& analysis_options;
    const Options& options;
};

// Receives each finished file; called from several threads at once, each path once, in no fixed order.
// `path` is relative to the site's root, with forward slashes.
using FileSink = std::function<void(const std::string& path, std::string bytes)>;

// (pieces of work done, pieces in all), from one thread at a time.
using OnProgress = std::function<void(std::size_t, std::size_t)>;

struct Earlier;

// Renders the whole site. Same content, same set of files, same bytes, whatever `options.jobs` is. What `earlier` has
// made of the same already is taken over without passing through the sink (site/earlier.hpp). Throws model::Error for a
// template that is broken or names an unknown value.
void render(const Content& content, const FileSink& sink, const OnProgress& on_progress,
            const Earlier* earlier = nullptr);

}  // namespace benchfolio::site
