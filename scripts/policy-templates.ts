/** The browser's schema of the policy and the templates for IT, made from `policySettings`. A test compares them with the files. */
import { z } from 'zod';
import { type Policy, policySettings } from '../src/platform/policy-settings.ts';

/** Of the unpacked build; a store or a package of your own brings another (docs/it.md). */
export const CHROMIUM_ID = 'gigglfaibcagcdfceenoimfmechinocd';
const FIREFOX_ID = 'gamekeeper@gamekeeper.example';

const EXAMPLE = {
  feeds: ['https://lists.example/feed/'],
  root: `1-${'0'.repeat(64)}`,
  managedBy: 'Your organisation',
  refreshMinutes: 15,
  display: 'inline',
  sites: ['people.example.org'],
  reportToken: 'the-token-of-your-hub',
  userMayChange: ['display', 'hidden'],
} as const satisfies { [K in keyof Policy]: unknown };

/** Content of each file by its path in the repository. */
export function policyTemplates(): Record<string, string> {
  return {
    'public/managed_schema.json': json(managedSchema()),
    'docs/policies/chrome-and-edge.json': json({ '3rdparty': { extensions: { [CHROMIUM_ID]: EXAMPLE } } }),
    'docs/policies/firefox/policies.json': json({
      policies: { '3rdparty': { Extensions: { [FIREFOX_ID]: EXAMPLE } } },
    }),
    'docs/policies/windows/gamekeeper.admx': admx(),
    'docs/policies/windows/en-US/gamekeeper.adml': adml(),
    'docs/policies/windows/edge.reg': edgeRegistry(),
  };
}

const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;

interface Setting {
  name: string;
  type: 'string' | 'integer' | 'array';
  description: string;
  enum?: string[];
  minimum?: number;
  maximum?: number;
}

function settings(): Setting[] {
  const { properties = {} } = z.toJSONSchema(z.object(policySettings), { io: 'input' });
  return Object.entries(properties).map(([name, schema]) => ({ name, ...(schema as Omit<Setting, 'name'>) }));
}

/**
 * Types alone. What Chrome finds wrong it drops without a word to us, so all that can be left to our own check is, and the
 * options page says what is wrong.
 */
function managedSchema() {
  const properties = settings().map(({ name, type, description }) => [
    name,
    { description, type, ...(type === 'array' && { items: { type: 'string' } }) },
  ]);
  return { type: 'object', properties: Object.fromEntries(properties) };
}

const BROWSERS = [
  ['Chrome', `Software\\Policies\\Google\\Chrome\\3rdparty\\extensions\\${CHROMIUM_ID}\\policy`],
  ['Edge', `Software\\Policies\\Microsoft\\Edge\\3rdparty\\extensions\\${CHROMIUM_ID}\\policy`],
  ['Firefox', `Software\\Policies\\Mozilla\\Firefox\\3rdparty\\Extensions\\${FIREFOX_ID}`],
] as const;

const HEAD = `<?xml version="1.0" encoding="utf-8"?>`;
const XMLNS =
  'xmlns="http://schemas.microsoft.com/GroupPolicy/2006/07/PolicyDefinitions" revision="1.0" schemaVersion="1.0"';

function admx(): string {
  const policies = BROWSERS.flatMap(([browser, key]) =>
    settings().map(
      (
        setting,
      ) => `    <policy name="${browser}_${setting.name}" class="Both" displayName="$(string.${setting.name})" explainText="$(string.${setting.name}_explain)" presentation="$(presentation.${setting.name})" key="${key}">
      <parentCategory ref="${browser}" />
      <supportedOn ref="supported" />
      <elements>
        ${element(setting, key)}
      </elements>
    </policy>`,
    ),
  );
  return `${HEAD}
<policyDefinitions ${XMLNS}>
  <policyNamespaces>
    <target prefix="gamekeeper" namespace="Gamekeeper.Policies" />
  </policyNamespaces>
  <resources minRequiredRevision="1.0" />
  <supportedOn>
    <definitions>
      <definition name="supported" displayName="$(string.supported)" />
    </definitions>
  </supportedOn>
  <categories>
    <category name="Gamekeeper" displayName="$(string.Gamekeeper)" />
${BROWSERS.map(([browser]) => `    <category name="${browser}" displayName="$(string.${browser})"><parentCategory ref="Gamekeeper" /></category>`).join('\n')}
  </categories>
  <policies>
${policies.join('\n')}
  </policies>
</policyDefinitions>
`;
}

function element({ name, type, minimum, maximum, enum: values }: Setting, key: string): string {
  if (type === 'array') return `<list id="${name}" key="${key}\\${name}" valuePrefix="" />`;
  if (type === 'integer')
    return `<decimal id="${name}" valueName="${name}" minValue="${minimum}" maxValue="${maximum}" />`;
  if (!values) return `<text id="${name}" valueName="${name}" maxLength="16384" />`;
  const items = values.map(
    (value) => `<item displayName="$(string.${value})"><value><string>${value}</string></value></item>`,
  );
  return `<enum id="${name}" valueName="${name}">${items.join('')}</enum>`;
}

function adml(): string {
  const all = settings();
  const strings: [string, string][] = [
    ['Gamekeeper', 'Gamekeeper'],
    ['supported', 'Chrome 137, Edge 137, Firefox 140 or newer'],
    ...BROWSERS.map(([browser]): [string, string] => [browser, `Gamekeeper in ${browser}`]),
    ...all.flatMap(({ enum: values = [] }) => values.map((value): [string, string] => [value, value])),
    ...all.flatMap(({ name, description }): [string, string][] => [
      [name, name],
      [`${name}_explain`, description],
    ]),
  ];
  return `${HEAD}
<policyDefinitionResources ${XMLNS}>
  <displayName>Gamekeeper</displayName>
  <description>Settings of the Gamekeeper browser extension</description>
  <resources>
    <stringTable>
${strings.map(([id, text]) => `      <string id="${id}">${escaped(text)}</string>`).join('\n')}
    </stringTable>
    <presentationTable>
${all.map((setting) => `      <presentation id="${setting.name}">${presentation(setting)}</presentation>`).join('\n')}
    </presentationTable>
  </resources>
</policyDefinitionResources>
`;
}

function presentation({ name, type, enum: values }: Setting): string {
  if (type === 'array') return `<listBox refId="${name}">${name}</listBox>`;
  if (type === 'integer') return `<decimalTextBox refId="${name}" defaultValue="15">${name}</decimalTextBox>`;
  if (values) return `<dropdownList refId="${name}">${name}</dropdownList>`;
  return `<textBox refId="${name}"><label>${name}</label></textBox>`;
}

const escaped = (text: string) => text.replace(/[&<>"]/g, (sign) => `&#${sign.codePointAt(0)};`);

/** For where administrative templates may not write beneath Microsoft's own keys. */
function edgeRegistry(): string {
  const key = `HKEY_LOCAL_MACHINE\\${BROWSERS[1][1]}`;
  const values = Object.entries(EXAMPLE);
  const single = values.flatMap(([name, value]) => {
    if (typeof value === 'object') return [];
    return [`"${name}"=${typeof value === 'number' ? `dword:${value.toString(16).padStart(8, '0')}` : `"${value}"`}`];
  });
  const lists = values.flatMap(([name, value]) =>
    typeof value === 'object' ? ['', `[${key}\\${name}]`, ...value.map((item, at) => `"${at + 1}"="${item}"`)] : [],
  );
  return ['Windows Registry Editor Version 5.00', '', `[${key}]`, ...single, ...lists, ''].join('\r\n');
}
