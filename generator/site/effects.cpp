#include "site/effects.hpp"

#include "site/comparison_words.hpp"

namespace benchfolio::site {

std::vector<analysis::EffectReport> shown_effects(const Content& content) {
    return analysis::effects({content.history, content.analysis_options, content.report.estimate}, content.report);
}

std::string values_text(const analysis::Effect& effect) {
    return value_text(effect, effect.off) + " → " + value_text(effect, effect.on);
}

std::string summary_of(const model::History& history, const analysis::EffectPair& pair) {
    if (!pair.latest) return "No commit was measured on both.";
    if (pair.latest->means.empty()) return "No benchmark was measured on both at one commit.";
    const analysis::ComparedAggregate& mean = pair.latest->means.front();
    return mean_text(mean, history.measures[mean.measure]);
}

}  // namespace benchfolio::site
