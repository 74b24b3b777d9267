#include <ctemplate/per_expand_data.h>
#include <ctemplate/template_cache.h>
#include <ctemplate/template_dictionary_interface.h>

#include <charconv>
#include <optional>

#include "html/html.hpp"
#include "html/linker.hpp"
#include "html/values.hpp"
#include "model/error.hpp"
#include "model/nearest.hpp"

namespace benchfolio::html {
namespace {

// Without this line the engine would escape nothing.
constexpr std::string_view autoescape = "{{%AUTOESCAPE context=\"HTML\"}}";

// Most pages are smaller, so they are written without being moved.
constexpr std::size_t usual_page = std::size_t{128} << 10;

std::string_view view_of(const ctemplate::TemplateString& text) {
    return {text.data(), text.size()};
}

ctemplate::TemplateString string_of(std::string_view text) {
    return {text.data(), text.size()};
}

// One rendering: what is asked for where, and the first failure. The engine knows no exceptions, so a failure waits
// here until it is done.
struct Rendering {
    const std::vector<Reference>& references;
    std::optional<model::Error> failure;

    const Reference& reference(std::string_view numbered) const {
        std::size_t index = 0;
        std::from_chars(numbered.data() + 1, numbered.data() + numbered.size(), index);
        return references.at(index);
    }

    void fail(const Reference& at, const std::string& what, const std::string& hint) {
        if (failure) return;
        failure.emplace(model::ExitCode::usage, "template", what, at.path + ":" + std::to_string(at.line), hint);
    }
};

}  // namespace

struct Templates::Loaded {
    class Scope;

    std::vector<Reference> references;
    ctemplate::TemplateCache cache;  // frozen once filled: then it may be read from several threads
};

// The values that a place in a template sees: its own, then those around it.
class Templates::Loaded::Scope final : public ctemplate::TemplateDictionaryInterface {
  public:
    Scope(const Values& values, const Scope* outer, Rendering& rendering)
        : values_(values), outer_(outer), rendering_(rendering) {}

  private:
    class SectionIterator;

    ctemplate::TemplateString GetValue(const ctemplate::TemplateString& variable) const override {
        const Reference& asked = rendering_.reference(view_of(variable));
        const Value* value = find(asked);
        if (!value) return unknown(asked), string_of({});
        if (const auto* text = std::get_if<std::string>(value)) return string_of(plain(asked, *text));
        if (const auto* markup = std::get_if<Markup>(value)) return string_of(raw(asked, markup->text));
        rendering_.fail(asked, asked.name + " is a section, not a value", "write {{#" + asked.name + "}}...");
        return string_of({});
    }

    bool IsHiddenSection(const ctemplate::TemplateString& name) const override {
        return section(view_of(name)).empty();
    }
    bool IsUnhiddenSection(const ctemplate::TemplateString& name) const override { return !IsHiddenSection(name); }
    Iterator* CreateSectionIterator(const ctemplate::TemplateString& name) const override;
    void DumpToString(std::string*, int) const override {}

    // Includes are put in place before the engine sees a template.
    bool IsHiddenTemplate(const ctemplate::TemplateString&) const override { return true; }
    const char* GetIncludeTemplateName(const ctemplate::TemplateString&, int) const override { return ""; }
    Iterator* CreateTemplateIterator(const ctemplate::TemplateString&) const override { return nullptr; }

    const Value* find(const Reference& asked) const {
        for (const Scope* scope = this; scope; scope = scope->outer_) {
            if (const Values::Entry* found = scope->values_.find(asked.name, asked.hash)) return &found->value;
        }
        return nullptr;
    }

    const Section& section(std::string_view numbered) const {
        static const Section none;
        const Reference& asked = rendering_.reference(numbered);
        const Value* value = find(asked);
        if (!value) return unknown(asked), none;
        if (const auto* repetitions = std::get_if<Section>(value)) return *repetitions;
        rendering_.fail(asked, asked.name + " is a value, not a section", "write {{" + asked.name + "}}");
        return none;
    }

    // A name is written for what it stands for, so that a value can never be put in without escaping.
    std::string_view plain(const Reference& asked, std::string_view text) const {
        if (!asked.raw) return text;
        rendering_.fail(asked, asked.name + " is text and must be escaped", "write {{" + asked.name + "}}");
        return {};
    }

    std::string_view raw(const Reference& asked, std::string_view markup) const {
        if (asked.raw) return markup;
        rendering_.fail(asked, asked.name + " is markup", "write {{" + asked.name + ":none}}");
        return {};
    }

    void unknown(const Reference& asked) const {
        std::vector<std::string> known;
        for (const Scope* scope = this; scope; scope = scope->outer_) {
            for (const Values::Entry& entry : scope->values_.entries_) known.emplace_back(entry.name.text);
        }
        rendering_.fail(asked, "this page has no value " + asked.name, model::did_you_mean(asked.name, known));
    }

    const Values& values_;
    const Scope* outer_;
    Rendering& rendering_;
};

class Templates::Loaded::Scope::SectionIterator final : public Iterator {
  public:
    SectionIterator(const Section& section, const Scope& outer) : section_(section), outer_(outer) {}

    bool HasNext() const override { return next_ < section_.size(); }
    const TemplateDictionaryInterface& Next() override {
        return current_.emplace(section_[next_++], &outer_, outer_.rendering_);
    }

  private:
    const Section& section_;
    const Scope& outer_;
    std::size_t next_ = 0;
    std::optional<Scope> current_;
};

ctemplate::TemplateDictionaryInterface::Iterator* Templates::Loaded::Scope::CreateSectionIterator(
    const ctemplate::TemplateString& name) const {
    return new SectionIterator{section(view_of(name)), *this};  // the engine deletes it
}

Templates::Templates(std::vector<Source> sources) : loaded_(std::make_unique<Loaded>()) {
    Linker linker{sources};
    for (const Source& source : sources) {
        const std::string text = std::string{autoescape} + linker.link(source.name);
        if (!loaded_->cache.StringToTemplateCache(source.name, text, ctemplate::STRIP_BLANK_LINES)) {
            fail(source.path, 1, "the markup around the values cannot be understood",
                 "quote every attribute that has a value, and close every tag and comment");
        }
    }
    loaded_->references = linker.references();
    loaded_->cache.Freeze();
}

Templates::~Templates() = default;

std::string Templates::render(std::string_view name, const Values& values) const {
    Rendering rendering{loaded_->references, {}};
    const Loaded::Scope scope{values, nullptr, rendering};
    std::string page;
    page.reserve(usual_page);
    ctemplate::PerExpandData unused;
    const bool known =
        loaded_->cache.ExpandNoLoad(string_of(name), ctemplate::STRIP_BLANK_LINES, &scope, &unused, &page);
    if (rendering.failure) throw *rendering.failure;
    if (!known) throw model::Error{model::ExitCode::usage, "template", "no template is called " + std::string{name}};
    return page;
}

}  // namespace benchfolio::html
