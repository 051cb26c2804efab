#include <ritz/drivers/CommandDescription.hpp>
#include <ritz/drivers/OfferedWords.hpp>

#include <CLI/CLI.hpp>

namespace ritz {

namespace {

using Value = OptionDescription::Value;

Value kindOf(const CLI::Option& option, const std::string& value) {
  if (option.get_expected_min() == 0 || option.get_type_size() == 0) return Value::None;
  if (!offeredWords(option).empty()) return Value::Word;
  if (value == "DIR") return Value::Folder;
  return value == "FILE" || value == "LIB.so" ? Value::File : Value::Other;
}

OptionDescription describe(const CLI::Option& option) {
  OptionDescription result;
  for (const auto& name : option.get_snames()) result.names.push_back("-" + name);
  for (const auto& name : option.get_lnames()) result.names.push_back("--" + name);
  result.value = valueName(option);
  result.kind = kindOf(option, result.value);
  if (result.kind == Value::None) result.value.clear();
  result.text = option.get_description();
  result.standard = option.get_default_str();
  result.group = option.get_group();
  result.words = offeredWords(option);
  return result;
}

}  // namespace

CommandDescription describe(const std::string& name, const std::string& summary, const CLI::App& app) {
  CommandDescription result{name, summary, app.get_footer(), {}};
  for (const auto& group : app.get_groups())
    for (const CLI::Option* option : app.get_options())
      if (option->get_group() == group) result.options.push_back(describe(*option));
  return result;
}

}  // namespace ritz
