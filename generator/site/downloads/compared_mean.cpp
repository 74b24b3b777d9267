#include "site/downloads/compared_mean.hpp"

namespace benchfolio::site::downloads {
namespace {

std::string test_of(const analysis::ComparedAggregate& mean) {
    if (!mean.test) return "null";
    std::string text = "{";
    Members to{text};
    to.text("direction", mean.test->better ? "better" : "worse").number("confidence", mean.test->confidence);
    to.count("ties", mean.test->ties).count("untested", mean.test->untested);
    std::string factors = "[";
    for (const analysis::AtLeast& one : mean.test->at_least) {
        if (factors.size() > 1) factors += ',';
        factors += '{';
        Members{factors}.number("confidence", one.confidence).number("factor", one.factor);
        factors += '}';
    }
    to.json("at_least", factors + "]");
    return text + "}";
}

std::string range_of(const analysis::ComparedAggregate& mean) {
    if (!mean.range) return "null";
    std::string text = "{";
    Members{text}
        .number("p10", mean.range->low)
        .number("p90", mean.range->high)
        .number("min", mean.range->min)
        .number("max", mean.range->max);
    return text + "}";
}

}  // namespace

void add_mean(Members& to, std::span<const model::Measure> measures, const analysis::ComparedAggregate& mean) {
    const bool defined = !mean.undefined && mean.n > 0;
    to.text("set", mean.set).text("measure", measures[mean.measure].name).flag("weighted", mean.weighted);
    to.number("ratio", defined ? mean.ratio : model::absent);
    to.number("ratio_low", mean.interval ? std::optional{mean.interval->low} : std::nullopt)
        .number("ratio_high", mean.interval ? std::optional{mean.interval->high} : std::nullopt);
    to.count("n", mean.n).json("undefined", mean.undefined ? json_text(*mean.undefined) : "null");
    to.json("hierarchical_test", test_of(mean)).json("range", range_of(mean));
}

}  // namespace benchfolio::site::downloads
