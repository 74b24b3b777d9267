#include "site/comparison_html.hpp"

#include "site/embedded.hpp"
#include "site/pages/comparison_values.hpp"

namespace benchfolio::site {
namespace {

std::string title_of(const std::vector<analysis::Comparison>& comparisons) {
    if (comparisons.empty()) return "Nothing to compare";
    return comparisons.front().before.label + " against " + comparisons.front().after.label;
}

html::Values values_of(const Page& page, const std::vector<analysis::Comparison>& comparisons) {
    html::Values values;
    values.set("SITE_TITLE", page.content().options.title).set("TITLE", title_of(comparisons));
    values.set("GENERATOR", "benchfolio " BENCHFOLIO_VERSION);
    values.set("STYLE", html::Markup{std::string{asset("site.css")}});
    values.show("EMPTY", comparisons.empty()).declare("COMPARISON");
    for (std::size_t i = 0; i < comparisons.size(); ++i) {
        html::Values section;
        section.show("SEVERAL", comparisons.size() > 1);
        set_comparison(section, page, comparisons[i], {std::to_string(i + 1), false});
        values.add("COMPARISON", std::move(section));
    }
    return values;
}

}  // namespace

std::string comparison_html(const Content& content, const std::vector<analysis::Comparison>& comparisons) {
    const html::Templates templates{templates_with(content.options.templates_directory)};
    const Lookup lookup{content};
    const FileSink no_files = [](const std::string&, std::string) {};
    const Site site{content, lookup, no_files, {}};
    return templates.render("comparison-alone.html", values_of(Page{site, ""}, comparisons));
}

}  // namespace benchfolio::site
