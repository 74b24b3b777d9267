#include "site/asides.hpp"

#include "site/words.hpp"

namespace benchfolio::site {
namespace {

using model::Kind;

// What the pages of single runs ask for. No series has a level: nothing is joined.
analysis::Report report_of(const analysis::AsideArchive& archive) {
    analysis::Report report;
    report.estimate = archive.estimate;
    report.outlier = archive.outlier;
    report.series.resize(archive.aside().series.size());
    report.testbeds.resize(archive.aside().testbeds.size());
    return report;
}

}  // namespace

std::string title_of(const model::Purpose& purpose) {
    return purpose.kind == Kind::manual ? "Manual result: " + analysis::label_of(purpose)
                                        : capitalised(analysis::label_of(purpose));
}

std::string_view words_of(analysis::Light light) {
    switch (light) {
        case analysis::Light::red:
            return "regression";
        case analysis::Light::amber:
            return "perhaps a regression";
        case analysis::Light::green:
            return "no regression";
        case analysis::Light::unknown:
            break;
    }
    return "cannot tell";
}

std::string_view class_of(analysis::Light light) {
    if (light == analysis::Light::red) return "slow";
    return light == analysis::Light::unknown ? "unk" : "same";
}

Asides::Asides(const Content& content)
    : archive_{analysis::aside_archive(content.history, content.report, content.analysis_options)},
      report_{report_of(archive_)},
      own_{*content.history.aside, report_, content.analysis_options, content.options},
      lookup_{own_} {
    standings.resize(archive_.lines.size());
}

}  // namespace benchfolio::site
