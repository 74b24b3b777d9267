#include <algorithm>

#include "chart/quantity.hpp"
#include "site/badges.hpp"
#include "site/feeds.hpp"
#include "site/pages/pages.hpp"
#include "site/routes.hpp"
#include "site/words.hpp"

namespace benchfolio::site {
namespace {

std::string size_text(std::uint64_t bytes) {
    return chart::quantity(static_cast<double>(bytes), "B");
}

html::Values file_row(const Page& page, const Download& file) {
    html::Values row = with("PATH", file.path);
    row.set("URL", page.to(file.path)).set("WHAT", file.what).set("SIZE", size_text(file.bytes));
    return std::move(row.set("SHA256", file.sha256));
}

// The files of the benchmarks are too many to list here one by one; each benchmark's page names its own.
void set_benchmark_files(html::Values& values, std::span<const Download> downloads) {
    std::size_t count = 0;
    std::uint64_t bytes = 0;
    for (const Download& file : downloads) {
        if (!file.benchmark) continue;
        ++count;
        bytes += file.bytes;
    }
    values.set("BENCHMARK_FILES", counted(count, "file")).set("BENCHMARK_BYTES", size_text(bytes));
}

// "[![what it says](address of the picture)](address of the site)"
std::string markdown_of(const Page& page, const Badge& badge) {
    const std::string& base = page.content().options.base_url;
    const std::string site = routes::below(base.empty() ? "ADDRESS" : base, "");
    return "[![" + badge.label + "](" + site + badge.path + ")](" + site + ")";
}

void set_badges(html::Values& values, const Page& page) {
    for (const Badge& badge : badges(page.content())) {
        html::Values row = with("BADGE_URL", page.to(badge.path));
        row.set("BADGE_TEXT", badge.label + ": " + badge.message);
        values.add("BADGE", std::move(row.set("BADGE_MARKDOWN", markdown_of(page, badge))));
    }
}

void set_feeds(html::Values& values, const Page& page) {
    const bool any = has_feeds(page.content().options);
    values.declare("FEEDS").show("NO_FEEDS", !any);
    if (!any) return;
    html::Values feeds = with("FEED_ALL_URL", page.to(routes::changes_feed));
    values.add("FEEDS", std::move(feeds.set("FEED_REGRESSIONS_URL", page.to(routes::regressions_feed))));
}

}  // namespace

html::Values data_page(const Page& page, std::span<const Download> downloads) {
    html::Values values = page.frame("Data", routes::data);
    values.set("SCHEMA_VERSION", std::to_string(schema_version)).declare("FILE");
    for (const Download& file : downloads) {
        if (!file.benchmark && !file.beside) values.add("FILE", file_row(page, file));
    }
    values.show("BESIDE", page.history().aside != nullptr);
    set_benchmark_files(values, downloads);
    set_feeds(values, page);
    set_badges(values, page);
    return values;
}

}  // namespace benchfolio::site
