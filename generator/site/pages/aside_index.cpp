#include <algorithm>

#include "site/pages/aside.hpp"
#include "site/words.hpp"

namespace benchfolio::site {
namespace {

using model::Kind;

constexpr std::size_t filtered_from = 12;  // rows, as the script has it; room for a filter that never comes is a hole

// One table of the page.
struct Shelf {
    std::string_view heading, id;
    Kind kind;
};

constexpr std::array shelves{Shelf{"Branches", "branches", Kind::branch},
                             Shelf{"Pull requests", "pulls", Kind::pull_request},
                             Shelf{"Asked for by hand", "manual", Kind::manual}, Shelf{"Tags", "tags", Kind::tag}};

html::Values line_values(const Page& page, const Asides& asides, std::size_t index) {
    const analysis::AsideArchive& archive = asides.archive();
    const analysis::AsideLine& line = archive.lines[index];
    const model::Run& newest = archive.aside().runs[line.runs.back()];
    html::Values values = with("LINE_URL", page.to(routes::aside(line.purpose)));
    values.set("LINE_NAME", analysis::label_of(line.purpose)).set("RUNS", counted(line.runs.size(), "run"));
    values.set("NEWEST", day(newest.time)).set("NEWEST_TIME_OF_LINE", model::iso8601(newest.time));
    set_commit(values, page, newest.commit);
    for (const AsideStanding& standing : asides.standings[index]) {
        html::Values item = with("CPU", archive.aside().testbeds[standing.testbed].label);
        item.set("SAID", standing.said).declare("LIGHT");
        if (standing.light)
            item.add("LIGHT", std::move(with("WORDS", capitalised(words_of(*standing.light)))
                                            .set("LIGHT_CLASS", std::string{class_of(*standing.light)})));
        values.add("STANDING", std::move(item));
    }
    return values;
}

// The lines of one kind, the one with the newest run first.
std::vector<std::size_t> lines_of(const Page& page, const Asides& asides, Kind kind, bool archived) {
    const auto& lines = asides.archive().lines;
    std::vector<std::size_t> found;
    for (std::size_t i = 0; i < lines.size(); ++i)
        if (lines[i].purpose.kind == kind && is_archived(page.content().options, lines[i].purpose) == archived)
            found.push_back(i);
    std::ranges::stable_sort(found, std::greater{}, [&](std::size_t i) { return lines[i].runs.back(); });
    return found;
}

// Nothing where there is none.
void add_shelf(html::Values& values, html::Name name, const Page& page, const Asides& asides, const Shelf& shelf,
               bool archived) {
    const auto lines = lines_of(page, asides, shelf.kind, archived);
    if (lines.empty()) return;
    html::Values section = with("HEADING", std::string{shelf.heading});
    section.show("LONG", lines.size() >= filtered_from);
    section.set("SHELF_ID", std::string{shelf.id})
        .set("COUNT_OVER", counted(lines.size(), "branch that is over", "branches that are over"));
    for (const std::size_t line : lines) section.add("LINE", line_values(page, asides, line));
    values.add(name, std::move(section));
}

}  // namespace

html::Values aside_index_page(const Page& page, const Asides& asides) {
    html::Values values = page.frame("Other results", routes::asides);
    values.set("LEAD", in_words(counts_of_asides(page.content())));
    values.set("RUNS_COUNT", counted(asides.archive().aside().runs.size(), "run"));
    values.declare("SHELF").declare("ARCHIVED");
    for (const Shelf& shelf : shelves) add_shelf(values, "SHELF", page, asides, shelf, false);
    add_shelf(values, "ARCHIVED", page, asides, shelves.front(), true);
    return values;
}

}  // namespace benchfolio::site
