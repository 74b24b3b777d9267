#include "chart/quantity.hpp"
#include "site/pages/pages.hpp"
#include "site/words.hpp"

namespace benchfolio::site {
namespace {

std::size_t files_of(const model::History& history) {
    return history.runs.size() + history.rejections.size() + history.duplicates.size() + history.failures.size();
}

std::string headline(const model::History& history) {
    if (files_of(history) == 0) return "The archive is empty";
    if (history.rejections.empty() && history.duplicates.empty()) return "Every file was used";
    const std::size_t unused = history.rejections.size();
    return number(unused) + " of " + counted(files_of(history), "file") + (unused == 1 ? " was" : " were") +
           " not used";
}

std::size_t count_of(const model::History& history, model::RejectionKind kind) {
    std::size_t count = 0;
    for (const model::Rejection& rejection : history.rejections) count += rejection.kind == kind ? 1 : 0;
    return count;
}

std::size_t runs_used_in_part(const model::History& history) {
    std::size_t runs = 0;
    std::optional<std::uint32_t> last;
    for (const model::Omission& omission : history.omissions) {
        runs += omission.run != last ? 1 : 0;
        last = omission.run;
    }
    return runs;
}

void add_tally(html::Values& values, std::size_t count, const std::string& what) {
    values.add("TALLY", std::move(with("COUNT", number(count)).set("WHAT", what)));
}

void set_tally(html::Values& values, const model::History& history) {
    add_tally(values, history.runs.size(), "used");
    add_tally(values, count_of(history, model::RejectionKind::broken), "broken");
    add_tally(values, count_of(history, model::RejectionKind::foreign), "not a result");
    add_tally(values, history.duplicates.size(), history.duplicates.size() == 1 ? "a duplicate" : "duplicates");
    add_tally(values, runs_used_in_part(history), "used in part");
    if (!history.failures.empty())
        add_tally(values, history.failures.size(), history.failures.size() == 1 ? "failed night" : "failed nights");
}

html::Values rejection_row(const model::Rejection& rejection) {
    html::Values row = with("FILE", rejection.file);
    row.set("KIND", rejection.kind == model::RejectionKind::broken ? "broken" : "not a result");
    row.set("REASON", rejection.reason).set("WHERE", rejection.where.empty() ? "the whole file" : rejection.where);
    return std::move(row.set("SIZE", chart::quantity(static_cast<double>(rejection.bytes), "B")));
}

void set_parts(html::Values& values, const Page& page) {
    values.declare("PART").show("PARTS", !page.history().omissions.empty());
    for (const model::Omission& omission : page.history().omissions) {
        html::Values row = with("NAME", omission.benchmark);
        set_run(row, page, omission.run);
        row.set("FILE", page.history().runs[omission.run].file).set("REASON", omission.reason);
        values.add("PART", std::move(row));
    }
}

}  // namespace

html::Values rejected_page(const Page& page) {
    const model::History& history = page.history();
    html::Values values = page.frame("Files not used");
    values.set("HEADLINE", headline(history)).declare("TALLY").declare("REJECTION").declare("DUPLICATE");
    set_tally(values, history);
    values.show("REJECTIONS", !history.rejections.empty()).show("ANY_DUPLICATE", !history.duplicates.empty());
    for (const model::Rejection& rejection : history.rejections) values.add("REJECTION", rejection_row(rejection));
    for (const model::Duplicate& duplicate : history.duplicates) {
        values.add("DUPLICATE", std::move(with("FILE", duplicate.file).set("OF", duplicate.of)));
    }
    set_parts(values, page);
    return values;
}

html::Values not_found_page(const Page& page) {
    return page.frame("No such page");
}

}  // namespace benchfolio::site
