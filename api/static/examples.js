// Questions to begin with.
export const EXAMPLES = [
  {
    title: "Newest claims",
    query: `{
  claims(first: 10) {
    totalCount
    nodes {
      content
      saidOn
      speaker { name }
      article { title outlet { name } }
    }
  }
}`,
  },
  {
    title: "Claims that hold words",
    query: `query Search($text: String!) {
  claims(where: { text: $text }, first: 10) {
    totalCount
    nodes {
      content
      context
      saidOn
      speaker { name }
    }
  }
}`,
    variables: `{
  "text": "اتوبوس"
}`,
  },
  {
    title: "What somebody said, by Jalali months",
    query: `query Months($where: ClaimWhere) {
  timeline(where: $where, interval: MONTH, calendar: JALALI) {
    totalCount
    undatedCount
    buckets { label start end count }
  }
}`,
    variables: `{
  "where": { "speakerName": "مریم نیک‌فر" }
}`,
  },
  {
    title: "Speakers and their offices",
    query: `{
  speakers(first: 20) {
    totalCount
    nodes {
      id
      name
      tenures { role from to }
      claims { totalCount }
    }
  }
}`,
  },
];
